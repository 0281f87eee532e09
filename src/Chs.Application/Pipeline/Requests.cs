using Chs.Application.Access;
using Chs.Domain;
using MediatR;

namespace Chs.Application.Pipeline;

/// <summary>Marks what changes something: the pipeline opens a transaction, saves and commits.</summary>
public interface IChange;

/// <summary>Marks a change that makes its own transactions, for a reason that it says: the pipeline makes none around it.</summary>
public interface IOwnTransactions;

/// <summary>A change that answers nothing but "done".</summary>
public interface ICommand : IRequest<Outcome>, IChange;

/// <summary>A change and what it leads to.</summary>
public interface ICommand<T> : IRequest<Outcome<T>>, IChange;

/// <summary>A question; changes nothing.</summary>
public interface IQuery<T> : IRequest<Outcome<T>>;

/// <summary>Marks requests that show or touch identifiable data of others: each success leaves a line in the audit log.</summary>
public interface IAudited
{
    /// <summary>Verb and noun, such as <c>export responses</c>.</summary>
    string AuditAction { get; }

    /// <summary>What it is about.</summary>
    Guid? AuditSubject { get; }
}

/// <summary>Marks requests that show families' data to their owners and to others: what is shown of others leaves a line in the audit log.</summary>
/// <typeparam name="TAnswer">What is answered.</typeparam>
public interface IShowsFamilyData<in TAnswer>
{
    /// <summary>Verb and noun, such as <c>read children</c>.</summary>
    string AuditAction { get; }

    /// <summary>Whom or what it is about; null: no one in particular.</summary>
    Guid? AuditSubject { get; }

    /// <summary>How many of what is answered are others' than the actor's.</summary>
    int CountOthers(TAnswer answer, Actor actor);
}

/// <summary>What carries a version for optimistic concurrency; v3 shows it as ETag.</summary>
public interface IVersioned
{
    int Version { get; }
}
