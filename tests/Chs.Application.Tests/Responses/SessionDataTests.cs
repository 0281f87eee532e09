using System.Text;
using System.Text.Json;
using Chs.Domain.Responses;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Responses;

/// <summary>How the JSON of a session is split into entries.</summary>
public class SessionDataTests
{
    [Fact]
    public void Keeps_each_trials_exact_bytes()
    {
        var data = Some.Data("""[ {"b":1.50, "a":"\u00e9"},2 , "x" ]""");
        Assert.Equal((DataShape.List, 3), (data.Shape, data.Count));
        Assert.Equal(
            ["""{"b":1.50, "a":"\u00e9"}""", "2", "\"x\""],
            Enumerable.Range(0, 3).Select(i => Encoding.UTF8.GetString(data.ContentOf(i).Payload))
        );
    }

    [Theory]
    [InlineData("""{"trial_index":3,"trial_type":"survey"}""", "3-survey")]
    [InlineData("""{"trial_type":"survey","trial_index":"3"}""", "3-survey")]
    [InlineData("""{"trial_index":null,"trial_type":"survey"}""", null)]
    [InlineData("""{"trial_index":3}""", null)]
    [InlineData("""[3]""", null)]
    [InlineData("""{"x":{"trial_index":3,"trial_type":"inner"}}""", null)]
    public void Names_trials_as_the_sequence_does(string trial, string? label) =>
        Assert.Equal(label, Some.Data($"[{trial}]").LabelOf(0));

    [Fact]
    public void Finds_the_answers_of_an_exit_survey() =>
        Assert.Equal(
            """{"withdrawal":true}""",
            Encoding.UTF8.GetString(
                Some.Data("""[{"response":{"withdrawal":true},"chs_type":"Exit"}]""").SurveyOf(0).Span
            )
        );

    [Fact]
    public void Lets_the_last_of_two_equal_frames_count()
    {
        var data = Some.Data("""{"a":1,"b":2,"a":3}""");
        Assert.Equal(["a", "b"], Enumerable.Range(0, data.Count).Select(data.KeyOf));
        Assert.Equal("3", Encoding.UTF8.GetString(data.ContentOf(0).Payload));
    }

    [Fact]
    public void Recognises_a_prefix_by_its_digest() =>
        Assert.Equal(Some.Data(Some.Trials(3)).RunningDigest(3), Some.Data(Some.Trials(4)).RunningDigest(3));

    [Fact]
    public void Has_another_digest_with_each_trial()
    {
        var three = Some.Data(Some.Trials(3));
        Assert.NotEqual(three.RunningDigest(2), three.RunningDigest(3));
    }

    [Fact]
    public void Has_an_empty_digest_without_trials() => Assert.Empty(Some.Data(Some.Trials(3)).RunningDigest(0));

    [Fact]
    public void Tells_frames_with_equal_data_apart_by_their_ids() =>
        Assert.NotEqual(Some.Data("""{"a":1}""").RunningDigest(1), Some.Data("""{"b":1}""").RunningDigest(1));

    [Theory]
    [InlineData(@"[""\ud83d\ude00""]")]
    [InlineData(@"[""\\u0000""]")]
    [InlineData("[1e308,-1e-400,123456789012345678901234567890]")]
    [InlineData(@"[""\u0000""]")]
    [InlineData(@"[{""\u0000"":1}]")]
    [InlineData(@"[""\ud800""]")]
    [InlineData(@"[""\udc00""]")]
    [InlineData(@"[""\ud800x""]")]
    [InlineData(@"[""\ud800\n""]")]
    [InlineData(@"[""\ud800\ud800\udc00""]")]
    [InlineData("[1e999]")]
    [InlineData("[{\"trial_index\":1e999}]")]
    [InlineData("[[[{\"x\":-1e400}]]]")]
    public void Keeps_odd_json_as_it_came(string json) =>
        Assert.Equal(json, Encoding.UTF8.GetString(Some.Data(json).Raw.Span));

    [Fact]
    public void Refuses_ten_thousand_levels() =>
        Assert.ThrowsAny<JsonException>(() => Some.Data(new string('[', 10_000) + new string(']', 10_000)));
}
