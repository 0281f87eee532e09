using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Chs.Application.Ports;
using Chs.Domain.Builds;
using Chs.Domain.Labs;
using Chs.Domain.Messaging;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Messaging;

/// <summary>Tells people by mail what happened. A message that is delivered twice leads to mails with the same ids.</summary>
public sealed class Notices(IChsDb db, IMailer mailer) : IOutboxReceiver
{
    const string Footer = "\n\nThis message was sent by CHS because of your role on this site.\n";

    public async Task DeliverAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        switch (message.Kind)
        {
            case nameof(LabApproved):
                var approved = Read<LabApproved>(message);
                var admins = from lab in db.Labs
                             where lab.Uuid == approved.Lab
                             join member in db.LabMemberships on lab.Id equals member.LabId
                             where member.Role == LabRole.Admin
                             select member.UserId;
                await SendAsync(message, admins, $"{approved.Name} may test families now", "The site's reviewers approved your lab. Its studies can be submitted and started.", cancellationToken);
                break;
            case nameof(LabRoleGiven):
                var role = Read<LabRoleGiven>(message);
                await SendAsync(message, Person(role.User), $"{role.Name}: your role is '{role.Role.ToString().ToLowerInvariant()}'", $"You have the role '{role.Role.ToString().ToLowerInvariant()}' in the lab {role.Name} now.", cancellationToken);
                break;
            case nameof(LabMemberRemoved):
                var left = Read<LabMemberRemoved>(message);
                await SendAsync(message, Person(left.User), $"{left.Name}: you don't belong to the lab any more", $"Your roles in the lab {left.Name} and its studies were taken away.", cancellationToken);
                break;
            case nameof(LabJoinRequested):
                var asked = Read<LabJoinRequested>(message);
                var asker = await db.Users.AsNoTracking().SingleAsync(u => u.Uuid == asked.User, cancellationToken);
                LabRole[] managing = [.. Enum.GetValues<LabRole>().Where(r => Permissions.OnLab(r).HasFlag(LabRight.ManageResearchers))];
                var managers = db.LabMemberships.Where(m => managing.Contains(m.Role) && db.Labs.Any(l => l.Id == m.LabId && l.Uuid == asked.Lab)).Select(m => m.UserId);
                await SendAsync(message, managers, $"{asked.Name}: {asker.DisplayName} wants to join", $"{asker.DisplayName} asks to join the lab {asked.Name}. Give a role, or decline, among the lab's members.", cancellationToken);
                break;
            case nameof(StudyRoleGiven):
                var given = Read<StudyRoleGiven>(message);
                await SendAsync(message, Person(given.User), $"{given.Name}: your role is '{given.Role.ToString().ToLowerInvariant()}'", $"You have the role '{given.Role.ToString().ToLowerInvariant()}' in the study {given.Name} now.", cancellationToken);
                break;
            case nameof(StudyMoved):
                await TellOfMoveAsync(message, Read<StudyMoved>(message), cancellationToken);
                break;
            case nameof(BuildEnded):
                var ended = Read<BuildEnded>(message);
                var built = await db.Studies.AsNoTracking().SingleAsync(s => s.Uuid == ended.Study, cancellationToken);
                var (subject, text) = ended.State is BuildState.Succeeded
                    ? ($"{built.Details.Name}: built", $"The experiment runner of your study is built. Preview: /exp/studies/{ended.Study}/<child>/preview/")
                    : ($"{built.Details.Name}: the build failed", $"Stage: {ended.Stage?.ToString() ?? "none"}. {ended.Reason} The study goes on serving what it served before. Log: /api/v3/builds/{ended.Build}/log");
                await SendAsync(message, AdminsOf(built), subject, text, cancellationToken);
                break;
            case nameof(StudySentBackToReview):
                var changed = Read<StudySentBackToReview>(message);
                await SendAsync(message, await ResearchersAsync(changed.Study, cancellationToken), $"{changed.Name}: needs review again", "The study was changed after its approval. Resubmit it when it is ready; until then families don't see it.", cancellationToken);
                break;
        }
    }

    async Task TellOfMoveAsync(OutboxMessage message, StudyMoved moved, CancellationToken cancellationToken)
    {
        var comments = moved.Comments.Length > 0 ? $"\n\n{moved.Comments}" : "";
        switch (moved.Trigger)
        {
            case StudyTrigger.Approve or StudyTrigger.Reject:
                var verdict = moved.Trigger is StudyTrigger.Approve ? "approved" : "changes requested";
                await SendAsync(message, await ResearchersAsync(moved.Study, cancellationToken), $"{moved.Name}: {verdict}", $"A site reviewer decided: {verdict}.{comments}", cancellationToken);
                break;
            case StudyTrigger.Archive:
                break;
            default:
                var reviewers = db.Users.Where(u => u.IsActive && (u.IsSuperuser || (u.GivenRights.OnStudies & StudyRight.Review) != StudyRight.None)).Select(u => u.Id);
                await SendAsync(message, reviewers, $"{moved.Name}: {moved.Trigger.ToString().ToLowerInvariant()}", $"The study is now '{moved.State.ToString().ToLowerInvariant()}'.{comments}", cancellationToken);
                break;
        }
    }

    IQueryable<long> Person(Guid id) => db.Users.Where(u => u.Uuid == id).Select(u => u.Id);

    IQueryable<long> AdminsOf(Study study) => db.StudyMemberships.Where(m => m.StudyId == study.Id && m.Role == StudyRole.Admin).Select(m => m.UserId);

    /// <summary>Those who may change the study's status.</summary>
    async Task<IQueryable<long>> ResearchersAsync(Guid studyId, CancellationToken cancellationToken)
    {
        var study = await db.Studies.AsNoTracking().SingleAsync(s => s.Uuid == studyId, cancellationToken);
        StudyRole[] roles = [.. Enum.GetValues<StudyRole>().Where(role => Permissions.Of(role).HasFlag(StudyRight.ChangeStatus))];
        LabRole[] labRoles = [.. Enum.GetValues<LabRole>().Where(role => Permissions.Of(role).HasFlag(StudyRight.ChangeStatus))];
        return db.StudyMemberships.Where(m => m.StudyId == study.Id && roles.Contains(m.Role)).Select(m => m.UserId)
            .Union(db.LabMemberships.Where(m => m.LabId == study.LabId && labRoles.Contains(m.Role)).Select(m => m.UserId));
    }

    async Task SendAsync(OutboxMessage message, IQueryable<long> recipients, string subject, string body, CancellationToken cancellationToken)
    {
        var addresses = await db.Users.Where(u => u.IsActive && recipients.Contains(u.Id)).OrderBy(u => u.Id).Select(u => u.Email).ToListAsync(cancellationToken);
        foreach (var address in addresses)
        {
            // The same message to the same person has the same id at every attempt.
            var id = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{message.Uuid}/{address}")).AsSpan(0, 16));
            await mailer.SendAsync(new Mail(id, address, subject, body + Footer), cancellationToken);
        }
    }

    static T Read<T>(OutboxMessage message) => JsonSerializer.Deserialize<T>(message.Body)!;
}
