namespace Chs.Domain.Studies;

/// <summary>What runs in the browser: everything that determines what a family sees.</summary>
/// <param name="Structure">Frameplayer: JSON text with <c>frames</c> and <c>sequence</c>.</param>
/// <param name="Generator">Frameplayer: JavaScript that generates a structure; empty when unused.</param>
/// <param name="UseGenerator">Frameplayer: whether the generator is used instead of the structure.</param>
/// <param name="Experiment">jsPsych: the researcher's JavaScript module.</param>
/// <param name="ExternalUrl">External studies: URL of the study.</param>
/// <param name="RunnerRepository">Frameplayer: address of the runner's source; empty: the default one.</param>
/// <param name="RunnerCommit">Frameplayer: the runner's commit; null: the newest at the time of the build.</param>
public sealed record StudyProtocol(
    string Structure,
    string Generator,
    bool UseGenerator,
    string Experiment,
    string ExternalUrl,
    string RunnerRepository,
    string? RunnerCommit
)
{
    public static readonly StudyProtocol Empty = new("""{"frames":{},"sequence":[]}""", "", false, "", "", "", null);
}
