namespace Chs.Application.Pipeline;

/// <summary>Carries what an <see cref="IPreparation{TRequest}"/> found out to the use case's handler.</summary>
sealed class Prepared<T>
{
    T? _value;
    bool _isSet;

    /// <exception cref="InvalidOperationException">Nothing was prepared: the request has no preparation.</exception>
    public T Value
    {
        get => _isSet ? _value! : throw new InvalidOperationException($"No {typeof(T).Name} was prepared.");
        set
        {
            _value = value;
            _isSet = true;
        }
    }
}
