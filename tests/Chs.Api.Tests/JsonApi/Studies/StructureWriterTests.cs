using System.Text;
using System.Text.Json;
using Chs.Api.JsonApi.Studies;
using Xunit;

namespace Chs.Api.Tests.JsonApi.Studies;

public class StructureWriterTests
{
    const string Frames = "{ \"frames\": {},\n  \"sequence\": [1.10] }";
    const string Compact = """{"frames":{},"sequence":[1.1]}""";

    [Fact]
    public void The_protocol_has_the_exact_text_beside_its_members() =>
        Assert.Equal(
            """{"structure":{"frames":{},"sequence":[1.10],"exact_text":""" + JsonSerializer.Serialize(Frames) + "}}",
            Write(Frames)
        );

    [Fact]
    public void A_protocol_that_is_not_in_use_is_the_exact_text() =>
        Assert.Equal(Frames, ExactTextIn(Write(Frames, isInUse: false), members: 1));

    [Theory, InlineData("{"), InlineData(""), InlineData("[1]"), InlineData("\"frames\"")]
    public void A_text_that_is_no_object_is_the_exact_text(string text) =>
        Assert.Equal(text, ExactTextIn(Write(text), members: 1));

    [Fact]
    public void An_imported_exact_text_stays()
    {
        var imported = Compact[..^1] + $",\"exact_text\":{JsonSerializer.Serialize(Frames)}}}";
        Assert.Equal(Frames, ExactTextIn(Write(imported), members: 3));
        Assert.Equal(Frames, ExactTextIn(Write(imported, isInUse: false), members: 1));
    }

    [Fact]
    public void An_imported_exact_text_without_members_stays() =>
        Assert.Equal("typed", ExactTextIn(Write("""{"exact_text":"typed"}""", isInUse: false), members: 1));

    [Theory]
    [InlineData("""{"frames":{},"sequence":[2],"exact_text":"{\"frames\":{},\"sequence\":[1]}"}""")]
    [InlineData("""{"frames":{},"sequence":[],"exact_text":"{\"frames\":{},\"sequence\":[],\"more\":1}"}""")]
    [InlineData("""{"frames":{},"sequence":[],"exact_text":"typed"}""")]
    [InlineData("""{"frames":{},"sequence":[],"exact_text":1}""")]
    public void An_exact_text_of_another_structure_gives_way(string text) =>
        Assert.Equal(text, ExactTextIn(Write(text), members: 3));

    static string? ExactTextIn(string json, int members)
    {
        var structure = JsonDocument.Parse(json).RootElement.GetProperty("structure");
        Assert.Equal(members, structure.EnumerateObject().Count());
        return structure.GetProperty("exact_text").GetString();
    }

    static string Write(string text, bool isInUse = true)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            StructureWriter.Write(json, text, isInUse);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
