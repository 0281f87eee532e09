using Chs.Domain.Accounts;

namespace Chs.Domain.Tests;

/// <summary>Users and what they do.</summary>
static class People
{
    public static readonly DateTimeOffset Now = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);

    /// <summary>No member's account is inactive.</summary>
    public static readonly IReadOnlySet<long> AllActive = new HashSet<long>();

    public static User Person(long key, bool isResearcher = true) =>
        User.SignUp($"{key}@uni.example", "hash", new PersonName("Ada", $"{key}", ""), isResearcher, Now).WithKey(key);

    public static Deed DeedOf(User user) => new(user.Uuid, user.Id, Now);
}
