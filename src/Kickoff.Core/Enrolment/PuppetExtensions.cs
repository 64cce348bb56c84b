namespace Kickoff.Core.Enrolment;

/// <summary>
/// The certificate extensions Puppet has names for (https://www.puppet.com/docs/puppet/7/ssl_attributes_extensions.html; Puppet 7.23's
/// lib/puppet/ssl/oids.rb).
/// </summary>
internal static class PuppetExtensions
{
    private const string RegisteredArc = "1.3.6.1.4.1.34380.1.1.";

    private const string PrivateArc = "1.3.6.1.4.1.34380.1.2.";

    /// <summary>pp_authorization, pp_auth_role, pp_cli_auth and what may come: they give rights, and are never signed by policy.</summary>
    private const string AuthorisationArc = "1.3.6.1.4.1.34380.1.3.";

    /// <summary>From 1 on, in order.</summary>
    private static readonly string[] Registered =
    [
        "pp_uuid", "pp_instance_id", "pp_image_name", "pp_preshared_key", "pp_cost_center", "pp_product", "pp_project", "pp_application",
        "pp_service", "pp_employee", "pp_created_by", "pp_environment", "pp_role", "pp_software_version", "pp_department", "pp_cluster",
        "pp_provisioner", "pp_region", "pp_datacenter", "pp_zone", "pp_network", "pp_securitypolicy", "pp_cloudplatform", "pp_apptier",
        "pp_hostname", "pp_owner",
    ];

    /// <summary>Null for a name Puppet does not have, and for one that gives rights.</summary>
    public static string? Oid(string name) => Array.IndexOf(Registered, name) is >= 0 and var at ? $"{RegisteredArc}{at + 1}" : null;

    /// <summary>The name, or the OID where there is none.</summary>
    public static string Name(string oid) =>
        oid.StartsWith(RegisteredArc, StringComparison.Ordinal)
        && int.TryParse(oid[RegisteredArc.Length..], out var number) && number >= 1 && number <= Registered.Length
            ? Registered[number - 1]
            : oid;

    /// <summary>Registered or private: a text that says something of the node, and gives it no right.</summary>
    public static bool IsDescription(string oid) =>
        oid.StartsWith(RegisteredArc, StringComparison.Ordinal) || oid.StartsWith(PrivateArc, StringComparison.Ordinal);

    public static bool IsAuthorisation(string oid) => oid.StartsWith(AuthorisationArc, StringComparison.Ordinal);
}
