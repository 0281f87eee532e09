using Chs.Application.Access;

namespace Chs.Application.Pipeline;

/// <summary>
/// Marks a request that shows families' data both to themselves and to others. Only what it shows to others is written
/// to the audit log.
/// </summary>
/// <typeparam name="TAnswer">The request's result.</typeparam>
public interface IShowsFamilyData<in TAnswer> : IShowsIdentities
{
    /// <summary>Verb and noun, such as <c>read children</c>.</summary>
    string AuditAction { get; }

    /// <summary>Uuid of what the request is about; null: nothing in particular.</summary>
    Guid? AuditSubject { get; }

    /// <summary>Counts the rows of the result that belong to other families than the actor's.</summary>
    int CountOthers(TAnswer answer, Actor actor);
}
