using Chs.Domain.Accounts;

namespace Chs.Application.Accounts;

/// <summary>Shows accounts to their owners.</summary>
sealed class AccountViews(SecondFactors factors, SiteTexts texts)
{
    public async Task<AccountView> OfAsync(User user, CancellationToken cancellationToken)
    {
        var hasSecondFactor = await factors.IsActiveAsync(user, cancellationToken);
        return await OfAsync(user, hasSecondFactor, cancellationToken);
    }

    /// <param name="hasSecondFactor">Whether log-ins need a code.</param>
    public async Task<AccountView> OfAsync(User user, bool hasSecondFactor, CancellationToken cancellationToken) =>
        AccountView.Of(user, hasSecondFactor, await texts.ListMissingAsync(user, cancellationToken));
}
