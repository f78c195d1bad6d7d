using System.Reflection;
using CSysdig.Tests.TestKit;
using Xunit.Abstractions;

namespace CSysdig.Tests.Architecture;

/// <summary>The namespaces of a project are its rooms. rooms.txt says which may use which; no way through them leads back.</summary>
public sealed class RoomTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("Model")]
    [InlineData("Views")]
    [InlineData("Chisels")]
    public void No_way_through_the_rooms_leads_back(string project)
    {
        var arrows = Graph(project).Arrows;
        foreach (var ((from, to), types) in arrows)
            output.WriteLine($"{from} → {to}: {string.Join(", ", types)}");
        var knots = NamespaceGraph.Knots(arrows.Keys);
        Assert.True(knots.Count == 0, string.Join("\n", knots.SelectMany(knot => arrows.Where(a => knot.Contains(a.Key.From) && knot.Contains(a.Key.To))).Select(Text)));
    }

    [Theory]
    [InlineData("Model")]
    [InlineData("Views")]
    [InlineData("Chisels")]
    public void Rooms_use_those_that_they_may(string project)
    {
        var allowed = File.ReadLines(Path.Combine(Repository.Root, "tests", "Architecture", "rooms.txt"))
            .Select(line => line.Split(": ")).Where(line => line[0] == project || line[0].StartsWith(project + "."))
            .SelectMany(line => line[1].Split(", ").Select(to => (line[0], to))).ToHashSet();
        var arrows = Graph(project).Arrows;
        var others = arrows.Where(a => !allowed.Contains(a.Key));
        Assert.True(!others.Any(), "not in rooms.txt:\n" + string.Join("\n", others.Select(Text)));
        Assert.Empty(allowed.Except(arrows.Keys));
    }

    /// <summary>The graph is of use only if it sees what stands in the body of a method alone.</summary>
    [Fact]
    public void The_graph_sees_into_bodies_of_methods()
    {
        var arrows = new NamespaceGraph(typeof(RoomTests).Assembly.Location).Arrows;
        Assert.Contains("RoomTests → Repository", arrows[("Tests.Architecture", "Tests.TestKit")]);
    }

    [Fact]
    public void A_knot_is_what_leads_back()
    {
        var knots = NamespaceGraph.Knots([("a", "b"), ("b", "c"), ("c", "b"), ("c", "d"), ("e", "f"), ("f", "e")]);
        Assert.Equal([["b", "c"], ["e", "f"]], knots);
    }

    static NamespaceGraph Graph(string project) => new(Assembly.Load("CSysdig." + project).Location);

    static string Text(KeyValuePair<(string From, string To), SortedSet<string>> arrow) =>
        $"{arrow.Key.From} → {arrow.Key.To}: {string.Join(", ", arrow.Value)}";
}
