using Chs.Application.Scheduling;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace Chs.Infrastructure.Scheduling;

/// <summary>Everything that happens by the clock.</summary>
static class Schedules
{
    public static IServiceCollection AddSchedules(this IServiceCollection services) => services
        .AddQuartz(quartz => quartz.ScheduleJob<ForgetExpiredJob>(trigger => trigger
            .WithIdentity("forget-expired")
            .WithCronSchedule("0 17 * * * ?")))     // hourly, not at the full hour like everybody else
        .AddQuartzHostedService(options => options.WaitForJobsToComplete = true);

    [DisallowConcurrentExecution]
    internal sealed class ForgetExpiredJob(IServiceScopeFactory scopes) : IJob
    {
        public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new ForgetExpired(), cancellationToken);
        }
    }
}
