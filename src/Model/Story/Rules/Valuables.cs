using System.Text;
using CSysdig.Model.Story.Names;
using CSysdig.Model.Text;

namespace CSysdig.Model.Story.Rules;

/// <summary>What somebody may be after.</summary>
[Flags]
enum Valuables : ushort
{
    None = 0, Passwords = 1, Keys = 2, Credentials = 4, Accounts = 8, Databases = 16, Histories = 32, Mail = 64, Homes = 128,
    /// <summary>What a program was told by its arguments to send.</summary>
    Files = 256,
    /// <summary>Whoever has them can come back.</summary>
    Secrets = Passwords | Keys,
}

/// <summary>What files are worth, by where they lie and what they are called.</summary>
static class Valuable
{
    static readonly (Valuables What, string Words)[] s_words =
    [
        (Valuables.Passwords, "passwords"), (Valuables.Keys, "keys"), (Valuables.Credentials, "credentials"), (Valuables.Accounts, "accounts"),
        (Valuables.Databases, "databases"), (Valuables.Histories, "histories"), (Valuables.Mail, "mail"), (Valuables.Homes, "homes"), (Valuables.Files, "files"),
    ];

    static readonly byte[][] s_credentials =
        [.. new[] { "/.aws/credentials", "/.kube/config", "/.docker/config.json", "/.git-credentials", "/.netrc", "/.pgpass", "/.my.cnf", "/wp-config.php", "/.env", "/serviceaccount/token" }.Select(Encoding.ASCII.GetBytes)];
    static readonly byte[][] s_databases = [.. new[] { ".sql", ".sqlite", ".sqlite3", ".kdbx", ".ibd", "/wallet.dat" }.Select(Encoding.ASCII.GetBytes)];

    /// <summary>A file that lets its reader in somewhere else.</summary>
    public static bool IsCredential(ReadOnlySpan<byte> path) => EndsWithOneOf(path, s_credentials);

    public static Valuables Of(ReadOnlySpan<byte> path)
    {
        if (path.StartsWith("/etc/"u8))
            return InEtc(path[5..]);
        if (path.IndexOf("/.ssh/id_"u8) >= 0 && !path.EndsWith(".pub"u8) || path.IndexOf("/.gnupg/private-keys"u8) >= 0)
            return Valuables.Keys;
        if (EndsWithOneOf(path, s_credentials))
            return Valuables.Credentials;
        if (path.StartsWith("/var/lib/mysql/"u8) || path.StartsWith("/var/lib/postgresql/"u8) || EndsWithOneOf(path, s_databases))
            return Valuables.Databases;
        if (Records.IsHistory(path))
            return Valuables.Histories;
        if (path.StartsWith("/var/mail/"u8) || path.StartsWith("/var/spool/mail/"u8))
            return Valuables.Mail;
        return path.StartsWith("/home/"u8) || path.StartsWith("/root/"u8) ? Valuables.Homes : Valuables.None;
    }

    /// <summary>Them in words, with commas between.</summary>
    public static void Write(Utf8Writer to, Valuables all)
    {
        var start = to.Length;
        foreach (var (what, words) in s_words)
            if ((all & what) != 0)
            {
                if (to.Length > start)
                    to.Write(", "u8);
                to.Write(words);
            }
    }

    static Valuables InEtc(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("shadow"u8) || name.SequenceEqual("gshadow"u8) || name.SequenceEqual("shadow-"u8))
            return Valuables.Passwords;
        if (name.SequenceEqual("passwd"u8) || name.SequenceEqual("sudoers"u8))
            return Valuables.Accounts;
        return name.StartsWith("ssl/private/"u8) || name.StartsWith("ssh/ssh_host_"u8) && NameFit.Base(name).EndsWith("_key"u8) ? Valuables.Keys : Valuables.None;
    }

    static bool EndsWithOneOf(ReadOnlySpan<byte> path, byte[][] endings)
    {
        foreach (var ending in endings)
            if (path.EndsWith(ending))
                return true;
        return false;
    }
}
