using System.Text.Json;

namespace CSysdig.Views.Catalog;

/// <summary>Every view, sorted by name.</summary>
public static class ViewCatalog
{
    static readonly Lazy<IReadOnlyList<ViewDefinition>> Everything = new(Load);

    /// <summary>All views with all their columns.</summary>
    public static IReadOnlyList<ViewDefinition> All => Everything.Value;

    /// <summary>The views as they are shown: with the columns of hosts, or those of containers too.</summary>
    public static IReadOnlyList<ViewDefinition> Shown(bool containers) =>
        [.. All.Select(v => v.WithTag(containers ? "containers" : "default"))];

    /// <summary>The same without those that only JSON offers.</summary>
    public static IReadOnlyList<ViewDefinition> OnScreen(bool containers) => [.. Shown(containers).Where(v => !v.Tags.Contains("nocsysdig"))];

    /// <summary>The view of an id, or null.</summary>
    public static ViewDefinition? Find(string id, bool containers = false) =>
        All.FirstOrDefault(v => v.Id == id)?.WithTag(containers ? "containers" : "default");

    /// <summary>The view csysdig starts with.</summary>
    public static ViewDefinition Start(bool containers = false) =>
        All.First(v => v.IsRoot).WithTag(containers ? "containers" : "default");

    static List<ViewDefinition> Load()
    {
        using var facts = Open("views.json");
        using var texts = Open("view-texts.json");
        var views = new List<ViewDefinition>();
        foreach (var fact in facts.RootElement.EnumerateArray())
        {
            var id = fact.GetProperty("id").GetString()!;
            views.Add(ViewReader.Read(fact, texts.RootElement.TryGetProperty(id, out var text) ? text : default));
        }
        views.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return views;
    }

    static JsonDocument Open(string name)
    {
        using var stream = typeof(ViewCatalog).Assembly.GetManifestResourceStream(name)!;
        return JsonDocument.Parse(stream);
    }
}
