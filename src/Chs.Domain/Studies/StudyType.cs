namespace Chs.Domain.Studies;

/// <summary>How a study is run. The numbers are those of the reference.</summary>
public enum StudyType
{
    Frameplayer = 1,
    External = 2,
    JsPsych = 3,
}
