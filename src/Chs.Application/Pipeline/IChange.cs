namespace Chs.Application.Pipeline;

/// <summary>Marks a request that changes something: the pipeline runs it in a transaction, saves and commits.</summary>
public interface IChange : IWrite;
