using System.Text.Json.Nodes;
using CSysdig.Model.Views;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.Views;

/// <summary>views.json says of a view what views.schema.json knows, and nothing else.</summary>
public sealed class ViewSchemaTests
{
    static readonly string s_folder = Path.Combine(Repository.Root, "src", "Model", "Views");
    static readonly JsonSchema s_schema = JsonSchema.Parse(File.ReadAllText(Path.Combine(s_folder, "views.schema.json")));

    static JsonObject Read() => JsonNode.Parse(File.ReadAllText(Path.Combine(s_folder, "views.json")))!.AsObject();

    [Fact]
    public void The_views_are_as_the_schema_says()
    {
        Assert.Empty(s_schema.Judge(Read().ToJsonString()));
        Assert.True(File.Exists(Path.Combine(s_folder, (string)Read()["$schema"]!)));
    }

    [Fact]
    public void Ours_are_views_as_sysdigs_are_and_every_id_is_given_once()
    {
        var views = Read();
        var ids = views["sysdig"]!.AsArray().Concat(views["ours"]!.AsArray()).Select(view => (string)view!["id"]!).ToList();
        Assert.Equal(ids.Distinct(), ids);
        Assert.Equal(ids.Order(), ViewCatalog.All.Select(view => view.Id).Order());
    }

    [Fact]
    public void The_schema_sees_what_is_wrong()
    {
        Assert.Equal(["/sysdig/0/colour is not known"], Judge(view => view["colour"] = "red"));
        Assert.Equal(["/sysdig/0 has no columns"], Judge(view => view.Remove("columns")));
        Assert.Equal(["/sysdig/0/columns/0 has no field"], Judge(view => view["columns"]![0]!.AsObject().Remove("field")));
        Assert.Equal(["/sysdig/0/columns/1/aggregation is none of [\"SUM\", \"AVG\", \"TIME_AVG\", \"MIN\", \"MAX\", \"LAST\", \"SPAN\"]"],
            Judge(view => view["columns"]![1]!["aggregation"] = "sum"));
        Assert.Equal(["/sysdig/0/is_root is no boolean"], Judge(view => view["is_root"] = "yes"));
        Assert.Equal(["/sysdig/0/id is not like ^[a-z0-9_]+$"], Judge(view => view["id"] = "Two words"));
        Assert.Equal(["/sysdig/0/description is too short"], Judge(view => view["description"] = ""));
    }

    static IReadOnlyList<string> Judge(Action<JsonObject> breakIt)
    {
        var views = Read();
        breakIt(views["sysdig"]![0]!.AsObject());
        return s_schema.Judge(views.ToJsonString());
    }
}
