namespace Chs.Api.V3;

/// <summary>What operations need, in words: refusals say the same as the contract.</summary>
/// <param name="Of">Gives the sentence of an operation; null: it needs no right.</param>
sealed record NeedsInWords(Func<string, string?> Of);
