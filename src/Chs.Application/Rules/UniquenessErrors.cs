using Chs.Application.Idempotency;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Builds;
using Chs.Domain.Labs;
using Chs.Domain.Responses;
using Chs.Domain.Site;
using Chs.Domain.Videos;

namespace Chs.Application.Rules;

/// <summary>The refusals for violated unique indexes.</summary>
/// <remarks>Only the database can decide which of two simultaneous requests comes first; the other one gets these.</remarks>
static class UniquenessErrors
{
    /// <summary>By table and columns, as <see cref="IChsDb.ViolatedUniqueColumns"/> names them.</summary>
    public static readonly IReadOnlyDictionary<string, Error> ByColumns = new Dictionary<string, Error>
    {
        ["users.email"] = AccountErrors.EmailTaken,
        ["labs.name"] = LabErrors.NameTaken,
        ["labs.slug"] = LabErrors.SlugTaken,
        ["labs.contact_email"] = LabErrors.ContactTaken,
        // Somebody else added a version first.
        ["study_versions.study_id,number"] = Error.Stale,
        ["content_pages.slug,language"] = SiteErrors.PageExists,
        ["institutions.name"] = SiteErrors.InstitutionExists,
        // The same person logs in a second time at this moment.
        ["external_identities.issuer,subject"] = Error.Stale,
        // Another process seals the audit log at this moment.
        ["audit.chain_number"] = Error.Stale,
        ["videos.full_name"] = VideoErrors.NameTaken,
        ["videos.pipe_name"] = VideoErrors.PipeNameTaken,
        ["responses.study_id,child_id,is_preview"] = ResponseErrors.StartedConcurrently,
        ["builds.study_id"] = BuildErrors.Running,
        ["idempotent_requests.user_id,key"] = IdempotencyErrors.InProgress,
    };
}
