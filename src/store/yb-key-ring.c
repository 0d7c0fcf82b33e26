/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The Secret Service, which keeps secrets under the password of the session. It is only asked where it runs and is open:
 * nobody waits for it, and no window asks to unlock anything. */

#include "config.h"

#include "yb-keys-private.h"

#include <libsecret/secret.h>

#define SERVICE_NAME "org.freedesktop.secrets"
#define PATIENCE_US (2 * G_USEC_PER_SEC)
#define BUS_TIMEOUT_MS 500

static const SecretSchema schema = {
    .name = YB_APPLICATION_ID ".Key",
    .flags = SECRET_SCHEMA_NONE,
    .attributes = {{"file", SECRET_SCHEMA_ATTRIBUTE_STRING}, {NULL, 0}},
};

typedef struct _Request Request;

/* A question to the service, asked on a thread of its own and given up when it takes too long. */
struct _Request
{
  gatomicrefcount references;
  void (*run) (Request *self, SecretService *service);
  char *uuid;
  char *text; /* in or out */
  gboolean done;
  YbKeyRingAnswer answer;
  GCancellable *cancellable;

  GMutex lock; /* guards is_over */
  GCond over;
  gboolean is_over;
};

static void
request_unref (Request *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;

  _yb_free_secret_text (self->text);
  g_free (self->uuid);
  g_object_unref (self->cancellable);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->over);
  g_free (self);
}

/* GDBus would start a bus of its own where there is none. */
static gboolean
has_bus (void)
{
  const char *address = g_getenv ("DBUS_SESSION_BUS_ADDRESS");
  const char *folder = g_getenv ("XDG_RUNTIME_DIR");
  g_autofree char *socket = folder != NULL ? g_build_filename (folder, "bus", NULL) : NULL;

  if (g_getenv ("YINGBIN_NO_KEYRING") != NULL)
    return FALSE;

  return address != NULL ? *address != '\0' : socket != NULL && g_file_test (socket, G_FILE_TEST_EXISTS);
}

/* known: (out): what to say if nothing more comes */
static gboolean
is_running (GCancellable *cancellable, YbKeyRingAnswer *known)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, cancellable, NULL);
  g_autoptr (GVariant) answer = NULL;
  gboolean owned = FALSE;

  *known = YB_KEY_RING_SILENT;
  if (bus == NULL)
    return FALSE;

  answer = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                        "org.freedesktop.DBus", "NameHasOwner",
                                        g_variant_new ("(s)", SERVICE_NAME), G_VARIANT_TYPE ("(b)"),
                                        G_DBUS_CALL_FLAGS_NONE, BUS_TIMEOUT_MS, cancellable, NULL);
  if (answer == NULL)
    return FALSE;

  g_variant_get (answer, "(b)", &owned);
  if (!owned)
    *known = YB_KEY_RING_ABSENT;
  return owned;
}

static gpointer
run_in_thread (gpointer data)
{
  Request *self = data;
  /* What the service sends has a main loop of its own, which ends with this thread. */
  g_autoptr (GMainContext) context = g_main_context_new ();

  g_main_context_push_thread_default (context);
  if (is_running (self->cancellable, &self->answer))
    {
      g_autoptr (SecretService) service = secret_service_open_sync (
          SECRET_TYPE_SERVICE, NULL, SECRET_SERVICE_OPEN_SESSION, self->cancellable, NULL);

      if (service != NULL)
        self->run (self, service);
    }
  g_main_context_pop_thread_default (context);

  g_mutex_lock (&self->lock);
  self->is_over = TRUE;
  g_cond_signal (&self->over);
  g_mutex_unlock (&self->lock);
  request_unref (self);
  return NULL;
}

/* (transfer full): the request, answered or given up */
static Request *
ask (void (*run) (Request *, SecretService *), const char *uuid, const char *text, gboolean *answered)
{
  Request *self = g_new0 (Request, 1);
  gint64 deadline = g_get_monotonic_time () + PATIENCE_US;

  g_atomic_ref_count_init (&self->references);
  g_atomic_ref_count_inc (&self->references);
  self->run = run;
  self->uuid = g_strdup (uuid);
  self->text = g_strdup (text);
  self->cancellable = g_cancellable_new ();
  g_mutex_init (&self->lock);
  g_cond_init (&self->over);
  g_thread_unref (g_thread_new ("secret-service", run_in_thread, self));

  g_mutex_lock (&self->lock);
  while (!self->is_over && g_cond_wait_until (&self->over, &self->lock, deadline))
    ;
  *answered = self->is_over;
  g_mutex_unlock (&self->lock);
  if (!*answered)
    g_cancellable_cancel (self->cancellable);
  return self;
}

static GHashTable *
attributes_of (Request *self)
{
  return secret_attributes_build (&schema, "file", self->uuid, NULL);
}

static void
store_cb (Request *self, SecretService *service)
{
  g_autoptr (SecretCollection) collection = secret_collection_for_alias_sync (
      service, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE, self->cancellable, NULL);
  g_autoptr (GHashTable) attributes = attributes_of (self);
  g_autoptr (SecretItem) item = NULL;
  SecretValue *value;

  /* Unlocking it would ask somebody. */
  if (collection == NULL || secret_collection_get_locked (collection))
    return;

  value = secret_value_new (self->text, -1, "text/plain");
  item = secret_item_create_sync (collection, &schema, attributes, "Yingbin 迎宾", value,
                                  SECRET_ITEM_CREATE_REPLACE, self->cancellable, NULL);
  secret_value_unref (value);
  self->done = item != NULL;
}

/* Some show nothing of what they keep while they are closed. */
static gboolean
is_closed (Request *self, SecretService *service)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretCollection) collection = secret_collection_for_alias_sync (
      service, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE, self->cancellable, &error);

  return error != NULL || (collection != NULL && secret_collection_get_locked (collection));
}

static void
load_cb (Request *self, SecretService *service)
{
  g_autoptr (GHashTable) attributes = attributes_of (self);
  g_autoptr (GError) error = NULL;
  GList *items = secret_service_search_sync (service, &schema, attributes, SECRET_SEARCH_LOAD_SECRETS,
                                             self->cancellable, &error);
  SecretValue *value = items != NULL ? secret_item_get_secret (items->data) : NULL;

  if (value != NULL)
    {
      self->text = g_strdup (secret_value_get_text (value));
      self->answer = YB_KEY_RING_GIVES;
      secret_value_unref (value);
    }
  else if (error == NULL && items == NULL && !is_closed (self, service))
    self->answer = YB_KEY_RING_KNOWS_NOT;
  g_list_free_full (items, g_object_unref);
}

static void
forget_cb (Request *self, SecretService *service)
{
  g_autoptr (GHashTable) attributes = attributes_of (self);

  secret_service_clear_sync (service, &schema, attributes, self->cancellable, NULL);
}

/* Returns: whether the Secret Service has it now */
gboolean
_yb_key_ring_store (const char *uuid, const char *text)
{
  gboolean answered;
  Request *request;

  if (!has_bus ())
    return FALSE;

  request = ask (store_cb, uuid, text, &answered);
  answered = answered && request->done;
  request_unref (request);
  return answered;
}

/* text: (out) (transfer full) (nullable): the secret, if it gives it */
YbKeyRingAnswer
_yb_key_ring_ask (const char *uuid, char **text)
{
  YbKeyRingAnswer answer = YB_KEY_RING_SILENT;
  gboolean answered;
  Request *request;

  *text = NULL;
  if (!has_bus ())
    return YB_KEY_RING_ABSENT;

  request = ask (load_cb, uuid, NULL, &answered);
  if (answered)
    {
      answer = request->answer;
      *text = g_steal_pointer (&request->text);
    }
  request_unref (request);
  return answer;
}

/* (transfer full) (nullable) */
char *
_yb_key_ring_load (const char *uuid)
{
  char *text;

  _yb_key_ring_ask (uuid, &text);
  return text;
}

void
_yb_key_ring_forget (const char *uuid)
{
  gboolean answered;

  if (has_bus ())
    request_unref (ask (forget_cb, uuid, NULL, &answered));
}
