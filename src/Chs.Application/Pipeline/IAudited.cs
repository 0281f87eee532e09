namespace Chs.Application.Pipeline;

/// <summary>
/// Marks a request that shows or changes other people's identifiable data. Each success is written to the audit log.
/// </summary>
public interface IAudited : IShowsIdentities
{
    /// <summary>Verb and noun, such as <c>export responses</c>.</summary>
    string AuditAction { get; }

    /// <summary>Uuids of what the request is about, each with an entry of its own; null: nothing in particular.</summary>
    IEnumerable<Guid?> AuditSubjects { get; }
}
