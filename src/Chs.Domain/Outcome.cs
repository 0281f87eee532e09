using System.Diagnostics.CodeAnalysis;

namespace Chs.Domain;

/// <summary>The result of an operation without an answer: success, or the reason for the refusal.</summary>
public sealed class Outcome : IOutcome<Outcome>
{
    /// <summary>Success.</summary>
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

/// <summary>A value, or the reason why there is none.</summary>
/// <remarks>A class, because the default value of a struct would be a success without a value.</remarks>
public sealed class Outcome<T> : IOutcome<Outcome<T>>
{
    readonly T? _value;

    Outcome(T value) => _value = value;

    Outcome(Error error) => Error = error;

    public Error? Error { get; }

    [MemberNotNullWhen(true, nameof(Error))]
    public bool Failed => Error is not null;

    /// <exception cref="InvalidOperationException">The outcome is a refusal: check <see cref="Failed"/> first.</exception>
    public T Value => Failed ? throw new InvalidOperationException($"Refused: {Error.Code}") : _value!;

    object? IOutcome<Outcome<T>>.Answer => _value;

    static Type? IOutcome<Outcome<T>>.AnswerType => typeof(T);

    public static Outcome<T> Of(T value) => new(value);

    public static Outcome<T> Refuse(Error error) => new(error);

    static Outcome<T> IOutcome<Outcome<T>>.Succeed(object? answer) => new((T)answer!);

    public static implicit operator Outcome<T>(T value) => new(value);

    public static implicit operator Outcome<T>(Error error) => new(error);
}
