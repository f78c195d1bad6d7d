using CSysdig.Chisels;
using CSysdig.Chisels.Lua;
using CSysdig.Model.Views;
using CSysdig.Views.Settings;

namespace CSysdig.Cli;

/// <summary>The views that the user's scripts and settings describe join those that are built in.</summary>
static class UserViews
{
    static ScriptView? s_named;

    /// <summary>The id of the view that -v names: its own name, or that of a script.</summary>
    /// <exception cref="UsageException">There is no such script, or it describes no view.</exception>
    public static string Named(string name)
    {
        try
        {
            s_named = ScriptViews.ReadNamed(name);
            return s_named is null ? name : ViewCatalog.Read(s_named.View).Id;
        }
        catch (ChiselException e)
        {
            throw new UsageException(e.Message);
        }
    }

    /// <summary>Adds them; what is wrong with a script is told on standard error, and the others are there.</summary>
    public static void Load(UserSettings settings)
    {
        var (found, complaints) = ScriptViews.ReadAll(settings.Chisels);
        IReadOnlyList<ScriptView> views = s_named is null ? found : [s_named, .. found];
        foreach (var complaint in complaints)
            Console.Error.WriteLine("csysdig: " + complaint);
        if (views.Count + settings.Views.Count > 0)
            ViewCatalog.Extend([.. settings.Views.Select(v => (v, true)), .. views.Select(v => (ViewCatalog.Read(v.View), v.IsOwn))]);
    }
}
