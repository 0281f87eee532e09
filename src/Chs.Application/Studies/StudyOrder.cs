namespace Chs.Application.Studies;

/// <summary>How a list of studies is sorted.</summary>
public enum StudyOrder
{
    Name = 1,
    NameDescending,
    Created,
    CreatedDescending,
    Modified,
    ModifiedDescending,
}
