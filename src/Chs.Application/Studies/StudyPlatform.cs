namespace Chs.Application.Studies;

/// <summary>Where an external study runs.</summary>
public enum StudyPlatform
{
    Qualtrics = 1,
    Prolific,
    MechanicalTurk,
    Other,
}
