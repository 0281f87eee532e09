namespace Chs.Domain;

/// <summary>Lets the pipeline create and read outcomes without knowing the type of the answer.</summary>
public interface IOutcome<TSelf>
    where TSelf : IOutcome<TSelf>
{
    /// <summary>Why the request was refused; null when it succeeded.</summary>
    Error? Error { get; }

    /// <summary>The answer; null when the request was refused or has no answer.</summary>
    object? Answer { get; }

    /// <summary>Type of <see cref="Answer"/>; null when the request has no answer.</summary>
    static abstract Type? AnswerType { get; }

    static abstract TSelf Refuse(Error error);

    /// <summary>A success with an answer that was stored earlier.</summary>
    static abstract TSelf Succeed(object? answer);
}
