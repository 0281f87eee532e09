using Chs.Application.Builds;
using Chs.Application.Labs;
using Chs.Application.Messaging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Responses;
using Chs.Application.Site;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Auditing;
using Chs.Domain.Builds;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Importing;

/// <summary>Removes the demo's accounts with their studies, responses and labs, and keeps what other people have a part in.</summary>
/// <remarks>For operators on the server's command line; no API offers it.</remarks>
public sealed record RemoveDemo : ICommand<RemovedDemo>, ISystemRequest
{
    internal sealed class Handler(
        IChsDb db,
        DemoLeftovers leftovers,
        StudyRemoval studies,
        ResponseRemoval responses,
        TimeProvider time
    ) : IRequestHandler<RemoveDemo, Outcome<RemovedDemo>>
    {
        readonly List<string> _removed = [];
        readonly List<string> _kept = [];

        IQueryable<User> Demo => db.Users.Where(u => u.Demo != DemoStanding.None);

        IQueryable<User> People => db.Users.Where(u => u.Demo == DemoStanding.None);

        public async Task<Outcome<RemovedDemo>> Handle(RemoveDemo request, CancellationToken cancellationToken)
        {
            var left = await leftovers.TakeBackAsync(cancellationToken);
            _removed.AddRange(left.Rights.Select(account => $"rights on the site of the account {account}"));
            if (left.Keys > 0)
                _removed.Add($"keys of labs: {left.Keys}");
            _kept.AddRange(
                left.Roles.Select(r =>
                    $"the role {r.Role} of account {r.Account} in {r.Kind} {r.Place}: the demo's accounts gave it"
                )
            );
            await db.SaveChangesAsync(cancellationToken);
            await RemoveStudiesAsync(cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            await RemoveLabsAsync(cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            await RemoveAccountsAsync(cancellationToken);
            return new RemovedDemo(_removed, _kept);
        }

        async Task RemoveStudiesAsync(CancellationToken cancellationToken)
        {
            var made = await db
                .Studies.Where(s => Demo.Any(u => u.Id == s.CreatorId))
                .OrderBy(s => s.Id)
                .ToListAsync(cancellationToken);
            foreach (var study in made)
            {
                var name = $"study '{study.Details.Name}' ({study.Uuid})";
                if (await BelongsToPeopleAsync(study, cancellationToken))
                {
                    _kept.Add($"{name}: other people have taken part in it or worked on it, or it is being built");
                    continue;
                }

                var now = time.GetUtcNow();
                await responses.RunAsync(db.Responses.Where(r => r.StudyId == study.Id), now, cancellationToken);
                await studies.RunAsync(study, by: null, now, cancellationToken);
                Remove(AuditEntry.Of(null, "remove demo study", study.Uuid, "{}", time.GetUtcNow()), name);
            }
        }

        /// <summary>Whether anybody but the demo's people has left something in the study.</summary>
        async Task<bool> BelongsToPeopleAsync(Study study, CancellationToken cancellationToken)
        {
            var id = study.Id;
            return await db.Responses.AnyAsync(
                    r => r.StudyId == id && People.Any(u => u.Id == r.ParticipantId),
                    cancellationToken
                )
                || await db.StudyMemberships.AnyAsync(
                    m => m.StudyId == id && People.Any(u => u.Id == m.UserId),
                    cancellationToken
                )
                || await db.StudyLog.AnyAsync(
                    e => e.StudyId == id && People.Any(u => u.Id == e.UserId),
                    cancellationToken
                )
                || await db.StudyVersions.AnyAsync(
                    v => v.StudyId == id && People.Any(u => u.Id == v.AuthorId),
                    cancellationToken
                )
                || await db.ParticipationCriteria.AnyAsync(
                    c => c.OtherStudyId == id && c.StudyId != id,
                    cancellationToken
                )
                || await db.Builds.Where(b => b.StudyId == id).AnyAsync(Build.IsActive, cancellationToken);
        }

        async Task RemoveLabsAsync(CancellationToken cancellationToken)
        {
            var led = await db
                .Labs.Where(l =>
                    db.LabMemberships.Any(m =>
                        m.LabId == l.Id && m.Role == LabRole.Admin && Demo.Any(u => u.Id == m.UserId)
                    )
                    && !db.LabMemberships.Any(m =>
                        m.LabId == l.Id && m.Role == LabRole.Admin && People.Any(u => u.Id == m.UserId)
                    )
                )
                .OrderBy(l => l.Id)
                .ToListAsync(cancellationToken);
            foreach (var lab in led)
            {
                var name = $"lab '{lab.Name}' ({lab.Uuid})";
                if (await BelongsToPeopleAsync(lab, cancellationToken))
                {
                    _kept.Add($"{name}: other people have studies or roles in it; it needs an admin");
                    continue;
                }

                List<string> pictures = [.. new[] { lab.Banner, lab.Badge }.OfType<string>().Select(Media.KeyOf)];
                if (pictures is not [])
                    db.Post(new ObjectsOrphaned(pictures), time.GetUtcNow());
                await db.Labs.Where(l => l.Id == lab.Id).ExecuteDeleteAsync(cancellationToken);
                Remove(AuditEntry.Of(null, "remove demo lab", lab.Uuid, "{}", time.GetUtcNow()), name);
            }
        }

        /// <summary>Whether anybody but the demo's people has something in the lab beyond the role that everybody is given.</summary>
        async Task<bool> BelongsToPeopleAsync(Lab lab, CancellationToken cancellationToken)
        {
            var given = DefaultLabs.RoleIn(lab.Name);
            return await db.Studies.AnyAsync(s => s.LabId == lab.Id, cancellationToken)
                || await db.LabMemberships.AnyAsync(
                    m => m.LabId == lab.Id && m.Role != given && People.Any(u => u.Id == m.UserId),
                    cancellationToken
                )
                || await db.LabJoinRequests.AnyAsync(
                    r => r.LabId == lab.Id && People.Any(u => u.Id == r.UserId),
                    cancellationToken
                );
        }

        async Task RemoveAccountsAsync(CancellationToken cancellationToken)
        {
            foreach (var user in await Demo.AsNoTracking().OrderBy(u => u.Id).ToListAsync(cancellationToken))
            {
                var id = user.Id;
                var children = db.Children.Where(c => c.UserId == id);
                var isNeeded =
                    await db.Responses.AnyAsync(
                        r => r.ParticipantId == id || children.Any(c => c.Id == r.ChildId),
                        cancellationToken
                    ) || await children.AnyAsync(c => c.TestOfStudyId != null, cancellationToken);
                if (isNeeded)
                {
                    _kept.Add($"account {user.Email}: it has taken part in studies that stay");
                    continue;
                }

                await children.ExecuteDeleteAsync(cancellationToken);
                await db.DemographicSnapshots.Where(d => d.UserId == id).ExecuteDeleteAsync(cancellationToken);
                await db.Users.Where(u => u.Id == id).ExecuteDeleteAsync(cancellationToken);
                Remove(
                    AuditEntry.Of(null, "remove demo account", user.Uuid, "{}", time.GetUtcNow()),
                    $"account {user.Email}"
                );
            }
        }

        void Remove(AuditEntry entry, string name)
        {
            _removed.Add(name);
            db.Audit.Add(entry);
        }
    }
}

/// <summary>What became of a demo.</summary>
/// <param name="Removed">Such as <c>account parent@demo.chs</c>.</param>
/// <param name="Kept">The same with the reason behind a colon.</param>
public sealed record RemovedDemo(IReadOnlyList<string> Removed, IReadOnlyList<string> Kept);
