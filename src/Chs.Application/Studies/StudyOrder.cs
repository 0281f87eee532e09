using System.Text.Json.Serialization;

namespace Chs.Application.Studies;

/// <summary>The member by which a list of studies is sorted; with a minus, in descending order.</summary>
public enum StudyOrder
{
    [JsonStringEnumMemberName("name")]
    Name = 1,

    [JsonStringEnumMemberName("-name")]
    NameDescending,

    [JsonStringEnumMemberName("createdAt")]
    Created,

    [JsonStringEnumMemberName("-createdAt")]
    CreatedDescending,

    [JsonStringEnumMemberName("modifiedAt")]
    Modified,

    [JsonStringEnumMemberName("-modifiedAt")]
    ModifiedDescending,
}
