using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Builds;
using Chs.Domain.Labs;
using Chs.Domain.Site;
using Chs.Domain.Videos;

namespace Chs.Application.Rules;

/// <summary>What a doubled value means. The database decides, whoever comes second reads this.</summary>
static class UniquenessErrors
{
    public static readonly IReadOnlyDictionary<string, Error> ByColumns = new Dictionary<string, Error>
    {
        ["users.email"] = AccountErrors.EmailTaken,
        ["labs.name"] = LabErrors.NameTaken,
        ["labs.slug"] = LabErrors.SlugTaken,
        ["labs.contact_email"] = LabErrors.ContactTaken,
        ["study_versions.study_id,number"] = Error.Stale, // somebody else's version came first
        ["content_pages.slug,language"] = SiteErrors.PageExists,
        ["institutions.name"] = SiteErrors.InstitutionExists,
        ["external_identities.issuer,subject"] = Error.Stale, // the same person logs in twice at this moment
        ["audit.chain_number"] = Error.Stale, // another process seals at this moment
        ["videos.full_name"] = VideoErrors.NameTaken,
        ["videos.pipe_name"] = VideoErrors.PipeNameTaken,
        ["responses.study_id,child_id,is_preview"] = ConcurrentlyStarted,
        ["builds.study_id"] = BuildErrors.Running,
        ["repeated_requests.user_id,key"] = Error.Conflict(
            "idempotency.in_progress",
            "The first request with this Idempotency-Key isn't finished. Repeat it in a moment."
        ),
    };

    static Error ConcurrentlyStarted =>
        Error.Conflict(
            "response.started_concurrently",
            "This child's session was started in another window at the same moment. Try again."
        );
}
