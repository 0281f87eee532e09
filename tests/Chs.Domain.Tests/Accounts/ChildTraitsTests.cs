using Chs.Domain.Accounts;
using Xunit;

namespace Chs.Domain.Tests.Accounts;

public class ChildTraitsTests
{
    [Theory, MemberData(nameof(Sets))]
    public void Write_a_set_in_bit_order(ulong set, string text) =>
        Assert.Equal(text, ChildTraits.Join(set, ChildTraits.Conditions));

    [Theory, MemberData(nameof(Sets))]
    public void Read_back_the_set_that_they_write(ulong set, string text) =>
        Assert.Equal(
            set,
            ChildTraits.Parse(text.Split(' ', StringSplitOptions.RemoveEmptyEntries), ChildTraits.Conditions)
        );

    public static TheoryData<ulong, string> Sets =>
        new()
        {
            { 0b11UL, "autism_spectrum_disorder deaf" },
            { 0b110UL, "deaf hearing_impairment" },
            { 0UL, "" },
        };

    [Fact]
    public void Know_sixty_languages() =>
        Assert.Equal((60, "yue"), (ChildTraits.Languages.Count, ChildTraits.Languages[59]));

    [Theory, InlineData(0, "Under 24 weeks"), InlineData(16, "39 weeks"), InlineData(17, "40 or more weeks")]
    public void Put_a_gestational_age_into_words(int code, string label) =>
        Assert.Equal(label, ChildTraits.GestationalAgeLabel(code));
}
