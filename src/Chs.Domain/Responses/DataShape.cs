namespace Chs.Domain.Responses;

/// <summary>What kind of JSON value the session data are. The frameplayer sends an object of frames, jsPsych a list of trials.</summary>
public enum DataShape
{
    Object = 1,
    List = 2,
    Other = 3,
}
