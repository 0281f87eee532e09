using Chs.Application.Ports;
using Chs.Domain.Studies;

namespace Chs.Application.Studies;

/// <summary>Reads studies as v1 and v2 show them.</summary>
sealed class JsonApiStudyQueries(IChsDb db)
{
    /// <summary>
    /// The studies, last modified first. The contract shows one protocol: the live one while the study is active,
    /// otherwise the draft.
    /// </summary>
    /// <param name="number">Number of the version that is shown instead; null: that one.</param>
    public IQueryable<JsonApiStudy> ViewsOf(IQueryable<Study> studies, int? number = null) =>
        from study in studies
        join version in db.StudyVersions on study.Id equals version.StudyId
        where
            version.Number
            == (
                number ?? (study.State == StudyState.Active ? study.LiveNumber ?? study.DraftNumber : study.DraftNumber)
            )
        orderby study.ModifiedAt descending, study.Id descending
        select new JsonApiStudy
        {
            Key = study.Id,
            Id = study.Uuid,
            Name = study.Details.Name,
            ShortDescription = study.Details.ShortDescription,
            Purpose = study.Details.Purpose,
            Criteria = study.Details.Criteria,
            Duration = study.Details.Duration,
            ContactInfo = study.Details.ContactInfo,
            Image = study.Image,
            Structure = version.Structure,
            // An imported version is the first one, has no author and is younger than the study. Ours keep their time, but
            // lose the author when the account is deleted.
            HasTypedStructure =
                study.Type == StudyType.Frameplayer
                && (version.Number > 1 || version.AuthorId != null || version.CreatedAt == study.CreatedAt),
            Generator = version.Generator,
            UseGenerator = version.UseGenerator,
            FullScreen = study.FullScreen,
            ExitUrl = study.Details.ExitUrl,
            State = study.State,
            IsPublic = study.IsPublic,
        };
}
