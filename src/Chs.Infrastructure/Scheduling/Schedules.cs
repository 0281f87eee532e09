using Chs.Application.Auditing;
using Chs.Application.Builds;
using Chs.Application.Scheduling;
using Chs.Domain;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace Chs.Infrastructure.Scheduling;

/// <summary>Everything that happens by the clock.</summary>
static class Schedules
{
    public static IServiceCollection AddSchedules(this IServiceCollection services) =>
        services
            .AddQuartz(quartz =>
                quartz
                    .ScheduleJob<DeleteExpiredRecordsJob>(trigger =>
                        trigger.WithIdentity("forget-expired").WithCronSchedule("0 17 * * * ?")
                    ) // hourly, not at the full hour like everybody else
                    .ScheduleJob<RequeueStalledBuildsJob>(trigger =>
                        trigger.WithIdentity("offer-forgotten-builds").WithCronSchedule("20 * * * * ?")
                    )
                    .ScheduleJob<SealAuditJob>(trigger =>
                        trigger.WithIdentity("seal-audit").WithCronSchedule("*/5 * * * * ?")
                    )
                    .ScheduleJob<CheckEthicsApprovalsJob>(trigger =>
                        trigger.WithIdentity("heed-approvals").WithCronSchedule("0 23 * * * ?")
                    )
                    .ScheduleJob<DeleteExpiredArtefactsJob>(trigger =>
                        trigger.WithIdentity("tidy-artefacts").WithCronSchedule("0 41 3 * * ?")
                    )
            )
            .AddQuartzHostedService(options => options.WaitForJobsToComplete = true);

    /// <summary>Sends one request when its time has come.</summary>
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
