namespace Chs.Api.Commands;

/// <summary>The command <c>appoint-reviewer</c>.</summary>
sealed class AppointReviewerCommand(HostFactory createHost)
    : AppointCommand("appoint-reviewer", "Makes an account a site reviewer, who approves labs and studies.", createHost)
{
    protected override bool MakesAdministrator => false;

    protected override string Confirmation(string account) => $"{account} reviews labs and studies from now on.";
}
