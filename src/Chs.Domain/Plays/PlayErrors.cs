namespace Chs.Domain.Plays;

/// <summary>Refusals around plays.</summary>
public static class PlayErrors
{
    /// <summary>Used, run out, of another browser, or never issued: which of these isn't told.</summary>
    public static readonly Error TicketNotValid = Error.Conflict(
        "play.ticket_not_valid",
        "This page can be opened only once, and soon. Go back to the site and start the study again."
    );

    /// <summary>What couldn't be sent before came after the researchers ruled on the session.</summary>
    public static readonly Error RuledOn = Error.Conflict(
        "play.ruled_on",
        "The researchers have ruled on this session; what was kept in the browser can't change it any more."
    );
}
