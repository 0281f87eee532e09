using Chs.Application.Ports;
using FluentValidation;

namespace Chs.Infrastructure.Settings;

/// <summary>The resources that a container can use. Sizes are in megabytes.</summary>
public sealed class ContainerLimitSettings
{
    public int Memory { get; set; } = 3072;
    public int Cpus { get; set; } = 2;
    public int Processes { get; set; } = 512;
    public int Scratch { get; set; } = 1024;
    public int Disk { get; set; } = 4096;
    public int Log { get; set; } = 16;
    public int Seconds { get; set; } = 1200;

    internal ContainerLimits ToLimits() =>
        new(
            Memory * BuildSettings.Megabyte,
            Cpus,
            Processes,
            Scratch * BuildSettings.Megabyte,
            Disk * BuildSettings.Megabyte,
            Log * BuildSettings.Megabyte,
            TimeSpan.FromSeconds(Seconds)
        );

    internal sealed class Validator : AbstractValidator<ContainerLimitSettings>
    {
        public Validator()
        {
            RuleFor(x => x.Memory).Megabytes();
            RuleFor(x => x.Cpus).InclusiveBetween(1, 256);
            RuleFor(x => x.Processes).InclusiveBetween(16, 100_000);
            RuleFor(x => x.Scratch).Megabytes();
            RuleFor(x => x.Disk).Megabytes();
            RuleFor(x => x.Log).Megabytes();
            RuleFor(x => x.Seconds).InclusiveBetween(1, 24 * 3600);
        }
    }
}
