using Chs.Application.Paging;
using Chs.Application.Rules;
using FluentValidation;

namespace Chs.Application.Studies;

/// <summary>What families can choose in lists of studies.</summary>
public abstract record OpenStudiesQuery : PagedQuery
{
    const int OldestAge = 999;

    /// <summary>Only studies whose name holds this text, in upper or lower case; at most 100 characters.</summary>
    public string? Search { get; init; }

    /// <summary>Only studies that are played at this site (<c>here</c>), or that take place <c>elsewhere</c>.</summary>
    public StudyLocation? Location { get; init; }

    /// <summary>Only studies that can be begun at once (<c>now</c>), or that need an appointment (<c>scheduled</c>).</summary>
    public StudyTime? When { get; init; }

    /// <summary>Only studies that take children of this age in years, or older ones.</summary>
    public int? FromAge { get; init; }

    /// <summary>Only studies that take children of this age in years, or younger ones.</summary>
    public int? ToAge { get; init; }

    /// <summary>
    /// Only studies for these ages in years, both ends included, instead of <c>fromAge</c> and <c>toAge</c>: <c>babies</c> 0 to 1,
    /// <c>toddlers</c> 1 to 3, <c>preschoolers</c> 3 to 5, <c>schoolAgeKids</c> 5 to 18, <c>adults</c> 18 and more.
    /// </summary>
    public AgeGroup? AgeGroup { get; init; }

    /// <summary>Only studies of this lab: first those that it wants to be seen first.</summary>
    public Guid? LabId { get; init; }

    internal abstract class OpenStudiesValidator<T> : PagedValidator<T>
        where T : OpenStudiesQuery
    {
        protected OpenStudiesValidator()
        {
            RuleFor(q => q.Search).MaximumLength(100).MustBeClean();
            RuleFor(q => q.Location).IsInEnum();
            RuleFor(q => q.When).IsInEnum();
            RuleFor(q => q.AgeGroup).IsInEnum();
            RuleFor(q => q.FromAge).InclusiveBetween(0, OldestAge);
            RuleFor(q => q.ToAge).InclusiveBetween(0, OldestAge);
            RuleFor(q => q.ToAge)
                .GreaterThanOrEqualTo(q => q.FromAge)
                .When(q => q.FromAge is not null)
                .WithErrorCode("empty_range")
                .WithMessage("The youngest age is above the oldest.");
            RuleFor(q => q.AgeGroup)
                .Null()
                .When(q => q.FromAge is not null || q.ToAge is not null)
                .WithErrorCode("ambiguous")
                .WithMessage("Send either an age group or ages.");
        }
    }
}

/// <summary>Where a study takes place.</summary>
public enum StudyLocation
{
    /// <summary>It is played at this site.</summary>
    Here = 0,

    /// <summary>Families go on to another site, or meet the researchers.</summary>
    Elsewhere = 1,
}

/// <summary>When families take part in a study.</summary>
public enum StudyTime
{
    /// <summary>Whenever they like.</summary>
    Now = 0,

    /// <summary>By appointment.</summary>
    Scheduled = 1,
}

/// <summary>Ages by which families look for studies. No lab's address is one of them.</summary>
public enum AgeGroup
{
    /// <summary>Up to the first birthday.</summary>
    Babies = 0,

    /// <summary>One to three years.</summary>
    Toddlers = 1,

    /// <summary>Three to five years.</summary>
    Preschoolers = 2,

    /// <summary>Five to eighteen years.</summary>
    SchoolAgeKids = 3,

    /// <summary>Eighteen years and more.</summary>
    Adults = 4,
}
