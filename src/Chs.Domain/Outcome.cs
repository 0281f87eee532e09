using System.Diagnostics.CodeAnalysis;

namespace Chs.Domain;

/// <summary>Lets the pipeline refuse without knowing what the use case would have answered.</summary>
public interface IOutcome<TSelf>
    where TSelf : IOutcome<TSelf>
{
    /// <summary>Why it was refused, or null.</summary>
    Error? Error { get; }

    /// <summary>What it led to; null when it was refused or leads to nothing.</summary>
    object? Answer { get; }

    /// <summary>Type of <see cref="Answer"/>; null when it leads to nothing.</summary>
    static abstract Type? AnswerType { get; }

    static abstract TSelf Refuse(Error error);

    /// <summary>A success with an answer kept from earlier.</summary>
    static abstract TSelf Succeed(object? answer);
}

/// <summary>Done, or the reason why not.</summary>
public sealed class Outcome : IOutcome<Outcome>
{
    /// <summary>It was done.</summary>
    public static readonly Outcome Ok = new(null);

    Outcome(Error? error) => Error = error;

    public Error? Error { get; }

    [MemberNotNullWhen(true, nameof(Error))]
    public bool Failed => Error is not null;

    object? IOutcome<Outcome>.Answer => null;

    static Type? IOutcome<Outcome>.AnswerType => null;

    public static Outcome Refuse(Error error) => new(error);

    static Outcome IOutcome<Outcome>.Succeed(object? answer) => Ok;

    public static implicit operator Outcome(Error error) => new(error);
}

/// <summary>A value, or the reason why there is none. A class, because the default of a struct would be a success without value.</summary>
public sealed class Outcome<T> : IOutcome<Outcome<T>>
{
    readonly T? _value;

    Outcome(T value) => _value = value;

    Outcome(Error error) => Error = error;

    public Error? Error { get; }

    [MemberNotNullWhen(true, nameof(Error))]
    public bool Failed => Error is not null;

    /// <exception cref="InvalidOperationException">It was refused: whoever asks must look at <see cref="Failed"/> first.</exception>
    public T Value => Failed ? throw new InvalidOperationException($"Refused: {Error.Code}") : _value!;

    object? IOutcome<Outcome<T>>.Answer => _value;

    static Type? IOutcome<Outcome<T>>.AnswerType => typeof(T);

    public static Outcome<T> Of(T value) => new(value);

    public static Outcome<T> Refuse(Error error) => new(error);

    static Outcome<T> IOutcome<Outcome<T>>.Succeed(object? answer) => new((T)answer!);

    public static implicit operator Outcome<T>(T value) => new(value);

    public static implicit operator Outcome<T>(Error error) => new(error);
}
