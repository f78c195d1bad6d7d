using CSysdig.Chisels.Lua;
using CSysdig.Views.Catalog;
using CSysdig.Views.Settings;

namespace CSysdig.Cli;

/// <summary>The views that the user's scripts and settings describe join those that are built in.</summary>
static class UserViews
{
    /// <summary>Adds them; what is wrong with a script is told on standard error, and the others are there.</summary>
    public static void Load(UserSettings settings)
    {
        var (views, complaints) = ScriptViews.ReadAll(settings.Chisels);
        foreach (var complaint in complaints)
            Console.Error.WriteLine("csysdig: " + complaint);
        if (views.Count + settings.Views.Count > 0)
            ViewCatalog.Extend([.. settings.Views.Select(v => (v, true)), .. views.Select(v => (ViewCatalog.Read(v.Facts, v.Texts), v.IsOwn))]);
    }
}
