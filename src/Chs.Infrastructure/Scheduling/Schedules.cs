using Chs.Application.Auditing;
using Chs.Application.Builds;
using Chs.Application.Scheduling;
using Chs.Domain;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace Chs.Infrastructure.Scheduling;

/// <summary>Everything that is done by the clock.</summary>
static class Schedules
{
    // Quartz cron expressions: second, minute, hour, day of month, month, day of week.
    // Hourly jobs avoid the full hour, when many other machines are busy too.
    const string Hourly = "0 17 * * * ?",
        HourlyLater = "0 23 * * * ?",
        EveryMinute = "20 * * * * ?",
        EveryFiveSeconds = "*/5 * * * * ?",
        EveryNight = "0 41 3 * * ?";

    public static IServiceCollection AddSchedules(this IServiceCollection services) =>
        services
            .AddQuartz(quartz =>
            {
                quartz.ScheduleJob<DeleteExpiredRecordsJob>(trigger =>
                    trigger.WithIdentity("delete-expired-records").WithCronSchedule(Hourly)
                );
                quartz.ScheduleJob<RequeueStalledBuildsJob>(trigger =>
                    trigger.WithIdentity("requeue-stalled-builds").WithCronSchedule(EveryMinute)
                );
                quartz.ScheduleJob<SealAuditJob>(trigger =>
                    trigger.WithIdentity("seal-audit").WithCronSchedule(EveryFiveSeconds)
                );
                quartz.ScheduleJob<CheckEthicsApprovalsJob>(trigger =>
                    trigger.WithIdentity("check-ethics-approvals").WithCronSchedule(HourlyLater)
                );
                quartz.ScheduleJob<DeleteExpiredArtefactsJob>(trigger =>
                    trigger.WithIdentity("delete-expired-artefacts").WithCronSchedule(EveryNight)
                );
            })
            .AddQuartzHostedService(options => options.WaitForJobsToComplete = true);

    /// <summary>Sends one request when its trigger fires.</summary>
    internal abstract class RequestJob<T>(IServiceScopeFactory scopes, Func<IRequest<T>> request) : IJob
    {
        public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request(), cancellationToken);
        }
    }

    [DisallowConcurrentExecution]
    internal sealed class RequeueStalledBuildsJob(IServiceScopeFactory scopes)
        : RequestJob<Outcome<int>>(scopes, () => new RequeueStalledBuilds());

    [DisallowConcurrentExecution]
    internal sealed class SealAuditJob(IServiceScopeFactory scopes)
        : RequestJob<Outcome<int>>(scopes, () => new SealAudit());

    [DisallowConcurrentExecution]
    internal sealed class CheckEthicsApprovalsJob(IServiceScopeFactory scopes)
        : RequestJob<Outcome<int>>(scopes, () => new CheckEthicsApprovals());

    [DisallowConcurrentExecution]
    internal sealed class DeleteExpiredArtefactsJob(IServiceScopeFactory scopes)
        : RequestJob<Outcome<DeletedArtefacts>>(scopes, () => new DeleteExpiredArtefacts());

    [DisallowConcurrentExecution]
    internal sealed class DeleteExpiredRecordsJob(IServiceScopeFactory scopes)
        : RequestJob<Outcome>(scopes, () => new DeleteExpiredRecords());
}
