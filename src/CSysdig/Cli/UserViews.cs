using CSysdig.Chisels.Lua;
using CSysdig.Views.Catalog;

namespace CSysdig.Cli;

/// <summary>The views that the user's scripts describe join those that are built in.</summary>
static class UserViews
{
    /// <summary>Reads them; what is wrong with one is told on standard error, and the others are there.</summary>
    public static void Load()
    {
        // A view is a table, not a program: nothing that one does needs trust.
        var (views, complaints) = ScriptViews.ReadAll(trusted: false);
        foreach (var complaint in complaints)
            Console.Error.WriteLine("csysdig: " + complaint);
        if (views.Count > 0)
            ViewCatalog.Extend(views.Select(v => (ViewCatalog.Read(v.Facts, v.Texts), v.IsOwn)));
    }
}
