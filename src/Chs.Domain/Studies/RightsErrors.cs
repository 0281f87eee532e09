namespace Chs.Domain.Studies;

/// <summary>Refusals to give or take rights. Codes are part of the v3 contract.</summary>
public static class RightsErrors
{
    /// <summary>Rights are given by others, whatever one could give to others oneself.</summary>
    public static readonly Error NotToYourself = new(
        ErrorKind.Forbidden,
        "rights.not_to_yourself",
        "Nobody gives rights to themselves: somebody else has to do it."
    );

    /// <param name="lacking">Names of the rights that the giver lacks.</param>
    public static Error NotYoursToGive(string lacking) =>
        new(
            ErrorKind.Forbidden,
            "rights.not_yours_to_give",
            $"Nobody gives rights that they lack themselves: you lack {lacking}."
        );

    /// <param name="lacking">Names of the rights that the key gives and the actor lacks.</param>
    public static Error KeyNotYoursToTake(string lacking) =>
        NotYoursToTake(lacking) with
        {
            Message = $"This key may do what you may not, so somebody of its lab has to revoke it: you lack {lacking}.",
        };

    /// <param name="lacking">Names of the rights that the other person has and the actor lacks.</param>
    public static Error NotYoursToTake(string lacking) =>
        new(
            ErrorKind.Forbidden,
            "rights.not_yours_to_take",
            $"This person may do what you may not, so somebody else has to change it: you lack {lacking}."
        );
}
