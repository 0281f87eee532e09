namespace Chs.Domain.Responses;

/// <summary>Labels in the downloads of what researchers track of a session.</summary>
public static class TrackingLabels
{
    public static string Of(PaymentStatus status) =>
        status switch
        {
            PaymentStatus.None => "",
            PaymentStatus.Review => "Needs review",
            PaymentStatus.ToPay => "To pay",
            PaymentStatus.DoNotPay => "Do not pay",
            PaymentStatus.Paid => "Paid",
        };

    public static string Of(SessionStatus status) =>
        status switch
        {
            SessionStatus.None => "",
            SessionStatus.ToSchedule => "To schedule",
            SessionStatus.Scheduled => "Scheduled",
            SessionStatus.SessionAttended => "Session attended",
            SessionStatus.SessionComplete => "Session complete",
            SessionStatus.FollowUp => "Follow up",
            SessionStatus.CommunicationComplete => "Communication complete",
            SessionStatus.WithdrawnClosed => "Withdrawn or closed",
        };
}
