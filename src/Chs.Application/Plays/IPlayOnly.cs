namespace Chs.Application.Plays;

/// <summary>Marks a request that only the key of a play can send.</summary>
public interface IPlayOnly : IWithinPlay;
