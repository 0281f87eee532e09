namespace Chs.Domain.Responses;

/// <summary>One ruling on one response's consent. The newest applies, the others are its history.</summary>
public sealed class ConsentRuling
{
    ConsentRuling() { }

    public long Id { get; private init; }
    public Guid Uuid { get; private init; }
    public long ResponseId { get; private init; }
    public Ruling Ruling { get; private init; }

    /// <summary>Key of the researcher who ruled; null once that account is deleted.</summary>
    public long? ArbiterId { get; private init; }

    public string Comment { get; private init; } = "";
    public DateTimeOffset CreatedAt { get; private init; }

    internal static ConsentRuling Of(long response, Ruling ruling, string comment, Deed deed) =>
        new()
        {
            Uuid = Guid.CreateVersion7(deed.At),
            ResponseId = response,
            Ruling = ruling,
            ArbiterId = deed.ByAccount,
            Comment = comment,
            CreatedAt = deed.At,
        };
}
