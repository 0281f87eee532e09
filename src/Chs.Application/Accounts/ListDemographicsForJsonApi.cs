using Chs.Application.Access;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Domain;
using Chs.Domain.Accounts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Lists demographic answers for v1 and v2, newest first unless another order is requested.</summary>
/// <param name="UserId">Only this user's answers; null: all that the actor can see.</param>
/// <param name="Ordering">
/// Comma-separated names of <see cref="Columns"/>; a <c>-</c> before a name means descending. Unknown names are ignored.
/// </param>
public sealed record ListDemographicsForJsonApi(PageNumber Page, Guid? UserId, string? Ordering)
    : IQuery<NumberedPage<JsonApiDemographics>>,
        IWithinScope,
        IShowsFamilyData<NumberedPage<JsonApiDemographics>>
{
    string IShowsFamilyData<NumberedPage<JsonApiDemographics>>.AuditAction => "read demographics";

    Guid? IShowsFamilyData<NumberedPage<JsonApiDemographics>>.AuditSubject => UserId;

    int IShowsFamilyData<NumberedPage<JsonApiDemographics>>.CountOthers(
        NumberedPage<JsonApiDemographics> answer,
        Actor actor
    ) => answer.Items.Count(answers => answers.UserKey != actor.Key);

    /// <summary>The columns by which clients can sort the list, by their names in v1.</summary>
    internal static readonly SortColumns<DemographicSnapshot> Columns = new()
    {
        ["number_of_children"] = d => d.Answers.NumberOfChildren,
        ["child_birthdays"] = d => d.Answers.ChildBirthdays,
        ["number_of_guardians"] = d => d.Answers.NumberOfGuardians,
        ["guardians_explanation"] = d => d.Answers.GuardiansExplanation,
        ["us_race_ethnicity_identification"] = d => d.Answers.RaceEthnicity,
        ["us_race_ethnicity_identification_describe"] = d => d.Answers.RaceEthnicityDescribe,
        ["age"] = d => d.Answers.Age,
        ["gender"] = d => d.Answers.Gender,
        ["education_level"] = d => d.Answers.EducationLevel,
        ["annual_income"] = d => d.Answers.AnnualIncome,
        ["former_lookit_annual_income"] = d => d.Answers.FormerAnnualIncome,
        ["lookit_referrer"] = d => d.Answers.Referrer,
        ["additional_comments"] = d => d.Answers.AdditionalComments,
        ["country"] = d => d.Answers.Country,
        ["state"] = d => d.Answers.State,
        ["density"] = d => d.Answers.Density,
        ["extra"] = d => d.Answers.Extra,
        ["date_created"] = d => d.CreatedAt,
        ["pk"] = d => d.Id,
    };

    internal sealed class Handler(VisibleFamilies families)
        : IRequestHandler<ListDemographicsForJsonApi, Outcome<NumberedPage<JsonApiDemographics>>>
    {
        public async Task<Outcome<NumberedPage<JsonApiDemographics>>> Handle(
            ListDemographicsForJsonApi request,
            CancellationToken cancellationToken
        )
        {
            var visible = await families.DemographicsAsync(request.UserId, cancellationToken);
            return await Columns
                .Apply(visible.AsNoTracking(), request.Ordering, "-date_created,-pk")
                .Select(JsonApiDemographics.Projection)
                .ToPageAsync(request.Page, cancellationToken);
        }
    }
}
