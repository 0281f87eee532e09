namespace Chs.Domain.Tests;

/// <summary>Gives aggregates the keys that the database gives them otherwise.</summary>
static class Keys
{
    public static T WithKey<T>(this T aggregate, long key)
        where T : Aggregate
    {
        typeof(Aggregate).GetProperty(nameof(Aggregate.Id))!.SetValue(aggregate, key);
        return aggregate;
    }
}
