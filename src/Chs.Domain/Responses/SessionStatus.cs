namespace Chs.Domain.Responses;

/// <summary>How far a session has got, as researchers track it.</summary>
public enum SessionStatus
{
    None = 0,
    ToSchedule = 1,
    Scheduled = 2,
    SessionAttended = 3,
    SessionComplete = 4,
    FollowUp = 5,
    CommunicationComplete = 6,
    WithdrawnClosed = 7,
}
