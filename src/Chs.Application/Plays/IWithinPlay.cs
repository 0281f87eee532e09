namespace Chs.Application.Plays;

/// <summary>
/// Marks a request that study code can send with the key of its play. Requests without the mark are refused to it as if
/// what they ask for didn't exist, so that a new use case stays closed until somebody has decided otherwise.
/// </summary>
/// <remarks>Each marked use case limits itself to the play's own study, participant and, in previews, previews.</remarks>
public interface IWithinPlay;
