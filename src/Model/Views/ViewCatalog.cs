using System.Text.Json;

namespace CSysdig.Model.Views;

/// <summary>Every view, sorted by name.</summary>
public static class ViewCatalog
{
    static readonly Lazy<IReadOnlyList<ViewDefinition>> BuiltIn = new(Load);

    /// <summary>The views that sysdig has, and those that it does not have.</summary>
    static readonly string[] s_parts = ["sysdig", "ours"];

    static IReadOnlyList<ViewDefinition>? s_extended;

    /// <summary>All views with all their columns.</summary>
    public static IReadOnlyList<ViewDefinition> All => s_extended ?? BuiltIn.Value;

    /// <summary>
    /// Adds views of the user, once, before any is shown. Of views with the same id the first counts: one that is the user's own
    /// takes the place of a built-in one, which another does not.
    /// </summary>
    public static void Extend(IEnumerable<(ViewDefinition View, bool IsOwn)> views)
    {
        var all = views.ToList();
        var own = all.Where(v => v.IsOwn).Select(v => v.View);
        s_extended = [.. own.Concat(BuiltIn.Value).Concat(all.Where(v => !v.IsOwn).Select(v => v.View)).DistinctBy(v => v.Id).OrderBy(v => v.Name, StringComparer.Ordinal)];
    }

    /// <summary>A view from JSON of the shape that the built-in views have.</summary>
    public static ViewDefinition Read(JsonElement view) => ViewReader.Read(view);

    /// <summary>The views as csysdig's JSON has them: with the columns of hosts, or those of containers too.</summary>
    public static IReadOnlyList<ViewDefinition> InJson(bool containers) =>
        [.. Tagged(containers).Select(v => v.WithoutOwn())];

    /// <summary>The view of an id as csysdig's JSON has it, or null.</summary>
    public static ViewDefinition? FindInJson(string id, bool containers = false) => InJson(containers).FirstOrDefault(v => v.Id == id);

    /// <summary>The views that a terminal can show: without those that only JSON offers, and with filters that know the calls of all ages.</summary>
    public static IReadOnlyList<ViewDefinition> OnTerminal(bool containers) => [.. Tagged(containers).Where(v => !v.IsOnlyInJson).Select(v => v.ForScreen())];

    /// <summary>Those that are offered on screens.</summary>
    public static IReadOnlyList<ViewDefinition> OnScreen(bool containers) => [.. OnTerminal(containers).Where(v => !v.Tags.Contains("nocsysdig"))];

    /// <summary>The view of an id for the screens, or null.</summary>
    public static ViewDefinition? Find(string id, bool containers = false) => Tagged(containers).FirstOrDefault(v => v.Id == id)?.ForScreen();

    /// <summary>The view csysdig starts with.</summary>
    public static ViewDefinition Start(bool containers = false) => Tagged(containers).First(v => v.IsRoot).ForScreen();

    static IEnumerable<ViewDefinition> Tagged(bool containers) => All.Select(v => v.WithTag(containers ? "containers" : "default"));

    static List<ViewDefinition> Load()
    {
        using var stream = typeof(ViewCatalog).Assembly.GetManifestResourceStream("views.json")!;
        using var file = JsonDocument.Parse(stream);
        return [.. s_parts.SelectMany(part => file.RootElement.GetProperty(part).EnumerateArray()).Select(ViewReader.Read).OrderBy(v => v.Name, StringComparer.Ordinal)];
    }
}
