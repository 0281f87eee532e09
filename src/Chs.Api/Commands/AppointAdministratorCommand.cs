namespace Chs.Api.Commands;

/// <summary>The command <c>appoint-administrator</c>.</summary>
sealed class AppointAdministratorCommand(HostFactory createHost)
    : AppointCommand("appoint-administrator", "Gives an account every right on the site.", createHost)
{
    protected override bool MakesAdministrator => true;

    protected override string Confirmation(string account) => $"{account} has every right from now on.";
}
